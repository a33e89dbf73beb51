import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import type { Mailer } from '../context.ts';

/** Sends over the SMTP server of the settings. TLS certificates are checked; a server that offers STARTTLS gets it. */
export function openMailer({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>): Mailer {
  if (smtpUrl === undefined || mailFrom === undefined) {
    return { sends: false, send: async () => { throw new Error('there is no SMTP server in the settings'); } };
  }
  const transport = createTransport({ url: smtpUrl.reveal(), connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000, disableFileAccess: true, disableUrlAccess: true });
  return {
    sends: true,
    send: async ({ to, subject, text, html, replyTo }) => {
      await transport.sendMail({ from: mailFrom, to: { address: to, name: '' }, subject, text, html, ...(replyTo === null ? {} : { replyTo }) });
    },
  };
}
