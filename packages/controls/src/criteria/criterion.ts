/** A category of the trust services; security is in scope with every other. */
export type Category = 'security' | 'availability' | 'confidentiality' | 'processing-integrity' | 'privacy';

/**
 * One of the 61 trust services criteria by its id (TSP section 100, 2017, points of focus of 2022), with a title and a
 * paraphrase in our own words: the licensed text is not here. `cosoPrinciple` is the COSO principle that CC1 – CC5 follow.
 */
export type Criterion = {
  readonly id: string;
  readonly series: string;
  readonly seriesTitle: string;
  readonly category: Category;
  readonly cosoPrinciple: number | null;
  readonly title: string;
  readonly paraphrase: string;
};
