import { z } from 'zod';
import { controllerSettings, openDsr, processorSettings, recipientSettings } from '../shapes/opendsr.ts';
import { id, org, route } from './define.ts';

const expected = z.number().int().min(0).describe('the version that was read; 0 for the first');
const controller = org.extend({ controller: id });

/** OpenDSR 2.0 on both sides: as processor for others, and as controller towards recipients. The protocol itself stands below `/opendsr`. */
export const openDsrRoutes = {
  openDsr: route('GET', '/orgs/:org/privacy/opendsr', { id: 'opendsr.read', title: 'What is set up of OpenDSR, and what went wrong there', permission: 'privacy.read', params: org, output: openDsr }),
  openDsrProcessorWrite: route('PUT', '/orgs/:org/privacy/opendsr/processor', { id: 'opendsr.processor_write', title: 'Write under which domain and certificate controllers are answered; the key is kept as a secret, and stays when it is left out', permission: 'privacy.approve', params: org, body: z.object({ expected, settings: processorSettings, key: z.string().max(20_000).optional().describe('PEM: the private key of the certificate') }), output: openDsr }),
  openDsrControllerCreate: route('POST', '/orgs/:org/privacy/opendsr/controllers', { id: 'opendsr.controller_create', title: 'Register a controller for whom data is processed', permission: 'privacy.approve', params: org, body: z.object({ settings: controllerSettings }), output: openDsr }),
  openDsrControllerWrite: route('PUT', '/orgs/:org/privacy/opendsr/controllers/:controller', { id: 'opendsr.controller_write', title: 'Change what a controller may order, and by which keys its people are found', permission: 'privacy.approve', params: controller, body: z.object({ expected, settings: controllerSettings }), output: openDsr }),
  openDsrControllerSecret: route('POST', '/orgs/:org/privacy/opendsr/controllers/:controller/secret', { id: 'opendsr.controller_secret', title: 'Make a new secret for a controller, shown this once; the one before opens for another day', permission: 'privacy.approve', params: controller, output: z.object({ secret: z.string() }) }),
  openDsrRecipientWrite: route('PUT', '/orgs/:org/privacy/opendsr/recipients/:recipient', { id: 'opendsr.recipient_write', title: 'Record whose signature the answers of a recipient must bear; its token is kept as a secret, and stays when it is left out', permission: 'privacy.approve', params: org.extend({ recipient: id }), body: z.object({ expected, settings: recipientSettings, token: z.string().min(1).max(4000).optional() }), output: openDsr }),
};
