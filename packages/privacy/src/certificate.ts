/**
 * The certificate that outlives an erasure: what was done and kept, in counts and reasons, tied to the entries of the ledger that
 * tell of it. It names nobody; who keeps the reference can show that it is about their request. See docs/formats/erasure-certificate.md.
 */
export { certificateDocument } from './certificate/document.ts';
export { opensReference, referenceOf } from './certificate/reference.ts';
export { statementDigest, statementOf, type CertificateStatement, type CertifiedKept, type CertifiedPlace, type StatementInput } from './certificate/statement.ts';
export { parseCertificate, verifyCertificate, type Certificate, type CertificateProof, type CertificateVerification } from './certificate/verify.ts';
