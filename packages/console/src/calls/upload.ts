import type { Answer } from '@avouch/api/client';
import { contract } from '@avouch/api/contract';
import { refusalStatus, Refusal, type RefusalCode } from '@avouch/api/refusal';

/** Hands in a file and tells how far it is; `fetch` can't tell, so this is the one place that doesn't use the client. */
export function sendFile(href: string, file: File, progress: (share: number) => void): Promise<Answer<'upload'>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(contract.upload.method, href);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total); };
    request.onerror = () => { reject(new Refusal('unavailable', 'The connection broke before the file had arrived. Nothing was filed. Choose the file again.')); };
    request.onload = () => {
      const answer: unknown = JSON.parse(request.responseText === '' ? '{}' : request.responseText);
      if (request.status < 300) { resolve(contract.upload.output.parse(answer)); return; }
      const code = (Object.entries(refusalStatus).find(([, status]) => status === request.status)?.[0] ?? 'unavailable') as RefusalCode;
      const message = typeof answer === 'object' && answer !== null && 'message' in answer ? String(answer.message) : `The server answered ${request.status} without a reason: see its log.`;
      reject(new Refusal(code, message));
    };
    request.send(file);
  });
}
