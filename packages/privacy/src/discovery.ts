export { proposeMap, type Note, type Proposal, type Seen } from './discovery/propose.ts';
export { acceptReviews, writeProposal, type Acceptance } from './discovery/written.ts';
