/// <reference types="vite/client" />

/** Whether this build carries the in-memory company; set by the build, so that a production build drops it whole. */
declare const AVOUCH_DEMO: boolean;
