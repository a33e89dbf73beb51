import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { daysAfter, fail, pass, setting, unknown, until } from './verdicts.ts';

type Host = EntityOf<'host'>;

const disk = setting({ pass: 'The disk is encrypted.', fail: 'The disk is not encrypted.', what: 'whether the disk is encrypted' });
const firewall = setting({ pass: 'A firewall is on.', fail: 'No firewall is on.', what: 'whether a firewall is on' });
const time = setting({ pass: 'The clock is kept right over the network.', fail: 'The clock is not kept right over the network.', what: 'whether the clock is kept right' });
const automatic = setting({ pass: 'Security updates are installed automatically.', fail: 'Security updates wait for somebody to install them.', what: 'whether updates are installed automatically' });
const lock = setting({ pass: 'The screen locks by itself.', fail: 'The screen does not lock by itself.', what: 'whether the screen locks by itself' });
const rootLogin = setting({ want: false, pass: 'Nobody can sign in as root over SSH.', fail: 'Signing in as root over SSH is allowed.', what: 'whether root may sign in over SSH' });
const passwords = setting({ want: false, pass: 'SSH takes keys only.', fail: 'SSH takes passwords.', what: 'whether SSH takes passwords' });
const reboot = setting({ want: false, pass: 'No installed update waits for a restart.', fail: 'Installed updates wait for a restart.', what: 'whether an update waits for a restart' });

const judgeUpdates = ({ securityUpdatesPending }: Host): Judgement => {
  if (securityUpdatesPending === null || securityUpdatesPending === undefined) return unknown('how many security updates are waiting');
  return securityUpdatesPending === 0 ? pass('No security update is waiting.') : fail(`${securityUpdatesPending} security ${securityUpdatesPending === 1 ? 'update is' : 'updates are'} waiting.`);
};

const judgeSupport = ({ endOfLife }: Host, at: string): Judgement => {
  if (endOfLife === null || endOfLife === undefined) return unknown('until when its operating system gets security fixes');
  return until(daysAfter(`${endOfLife}T00:00:00.000Z`, 1), at, { pass: `Its operating system gets security fixes until ${endOfLife}.`, fail: `Its operating system has had no security fixes since ${endOfLife}.` });
};

const judgeAgent = ({ protectionAgent }: Host): Judgement => {
  if (protectionAgent === null || protectionAgent === undefined) return unknown('whether a protection agent runs');
  return protectionAgent === '' || protectionAgent === 'none' ? fail('No protection agent runs.') : pass(`The protection agent ${protectionAgent} runs.`);
};

/** Checks over computers, laptops and servers alike. */
export const hostChecks = checksOver('host', [
  {
    id: 'host.disk-encrypted', title: 'The disk is encrypted', why: 'A lost laptop or a discarded disk then tells nothing.',
    remedy: 'Switch on FileVault, BitLocker or LUKS, and keep the recovery key with the company. A server\'s disk is best encrypted by its provider.', controls: ['END-02', 'CRY-02'], judge: (host) => disk(host.diskEncrypted),
  },
  {
    id: 'host.firewall', title: 'A firewall is on', why: 'What listens by mistake is then not reached from outside.',
    remedy: 'Switch the firewall on with "deny" as its default, and open only what is needed (`ufw enable`, `nft`, or the system\'s settings).', controls: ['NET-01', 'END-04'], judge: (host) => firewall(host.firewallOn),
  },
  {
    id: 'host.time', title: 'The clock is kept right', why: 'Logs of several machines can only be put in order if their clocks agree.',
    remedy: 'Switch on time synchronisation (`timedatectl set-ntp true`, or the system\'s settings).', controls: ['LOG-01'], judge: (host) => time(host.timeSynced),
  },
  {
    id: 'host.security-updates', title: 'No security update is waiting', why: 'From the day of the update on, everybody can read how the flaw works.',
    remedy: 'Install the waiting updates now, and restart what they touch.', controls: ['VUL-02', 'END-04'], judge: judgeUpdates,
  },
  {
    id: 'host.automatic-updates', title: 'Security updates are installed automatically', why: 'What nobody has to remember is not forgotten.',
    remedy: 'Switch on automatic security updates (`unattended-upgrades`, `dnf-automatic`, or the system\'s settings).', controls: ['VUL-02'], judge: (host) => automatic(host.updatesAutomatic),
  },
  {
    id: 'host.restarted', title: 'No installed update waits for a restart', why: 'Until the restart the old, open version is what runs.',
    remedy: 'Restart the machine in its next window.', controls: ['VUL-02'], judge: (host) => reboot(host.rebootRequired),
  },
  {
    id: 'host.screen-lock', title: 'The screen locks by itself', why: 'An unattended laptop is signed in to everything.',
    remedy: 'Set the screen to lock after at most 15 minutes and to ask for the password at once.', controls: ['END-01', 'END-04'], judge: (host) => lock(host.screenLock),
  },
  {
    id: 'host.ssh-root', title: 'Nobody signs in as root over SSH', why: 'What root did cannot be traced to a person.',
    remedy: 'Set `PermitRootLogin no` in `sshd_config`, let people sign in as themselves and use `sudo`, and reload the service.', controls: ['IAM-07', 'NET-03'], judge: (host) => rootLogin(host.sshRootLogin),
  },
  {
    id: 'host.ssh-passwords', title: 'SSH takes keys, not passwords', why: 'Passwords of servers are guessed day and night.',
    remedy: 'Set `PasswordAuthentication no` and `KbdInteractiveAuthentication no` in `sshd_config` after everybody has a key, and reload the service.', controls: ['NET-03', 'IAM-08'], judge: (host) => passwords(host.sshPasswords),
  },
  {
    id: 'host.supported-system', title: 'The operating system gets security fixes', why: 'Flaws that are found after the end of support stay open.',
    remedy: 'Upgrade to a supported release, or replace the machine.', controls: ['VUL-02', 'VUL-03'], judge: judgeSupport,
  },
  {
    id: 'host.protection-agent', title: 'A protection agent runs', why: 'It notices malware that nobody else on the machine does.',
    remedy: 'Install the company\'s detection agent, or switch on the one that the system brings, and let it report to a console.', controls: ['END-03', 'END-04'], judge: judgeAgent,
  },
]);
