import { createContext, useContext } from 'react';
import { permissionsOf, type Permission } from '@avouch/api/contract';
import type { Answer, Client } from '@avouch/api/client';

/** Who is signed in, and in which of their organisations they are. */
export type Place = { readonly session: Answer<'session'>; readonly org: Answer<'session'>['organisations'][number]; readonly choose: (org: string) => void };

/** The client of the contract; set once, at the edge. */
export const ClientContext = createContext<Client | undefined>(undefined);
/** The signed-in member's place; absent on the public pages. */
export const PlaceContext = createContext<Place | undefined>(undefined);

/** The client of the contract. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('A page is drawn outside of the client’s context');
  return client;
}

/** The place of who is signed in. */
export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === undefined) throw new Error('A page that needs a member is drawn without one');
  return place;
}

/** Whether the member's role allows it. The server decides again; this only hides what would be refused. */
export function useMay(permission: Permission): boolean {
  return permissionsOf[usePlace().org.role].includes(permission);
}
