// For plain pages: stands before everything that asks `__tcfapi`, and is small enough to.
import { openTcfStub } from './tcf/stub.ts';

openTcfStub();
