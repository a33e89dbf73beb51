export { consentRecordOf, placeIn, receiptIdOf, type ConsentReceipt, type ConsentRecord } from './consent/receipt.ts';
export { verifyReceipt, type ReceiptVerification } from './consent/verify.ts';
