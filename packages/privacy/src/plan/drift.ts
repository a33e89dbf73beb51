import type { Drift, Plan } from '../plan.ts';
import type { Survey } from '../survey.ts';

/**
 * How the sources have moved since a plan. Counts may move: people go on living. What nobody approved is beyond it: a fault that the plan
 * does not have, a place that the plan left out, or another rule for a place.
 */
export function driftOf(plan: Plan, survey: Survey): Drift {
  const known = new Set(plan.faults.map(({ id }) => id));
  const planned = new Map(plan.places.map((place) => [`${place.system}/${place.place}`, place]));
  const moved: string[] = [];
  const beyond = survey.faults.filter(({ id, stops }) => stops && !known.has(id)).map(({ sentence }) => sentence);
  if (survey.map !== plan.map) beyond.push('The data map is no longer the one by which the plan was made.');
  for (const now of survey.places) {
    const then = planned.get(`${now.system}/${now.place}`);
    if (then === undefined || then.does === 'left-out') beyond.push(`${now.place} in ${now.system} is not in the plan.`);
    else if (JSON.stringify(then.treatment) !== JSON.stringify(now.treatment)) beyond.push(`Another rule holds for ${now.place} in ${now.system} than the plan says.`);
    else {
      for (const standing of ['own', 'shared', 'accessible'] as const) {
        if (now[standing] !== null && now[standing] !== then.rows[standing]) moved.push(`${now.place} in ${now.system}: ${then.rows[standing]} ${standing} rows when planned, ${now[standing]} now.`);
      }
    }
  }
  return { moved, beyond };
}
