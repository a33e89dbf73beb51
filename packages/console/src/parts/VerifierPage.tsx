/** Where the page that verifies is had, and why to hand it over apart from the bundle. */
export function VerifierPage() {
  return <p className="section-note"><a href="/verify.html" download="verify.html">Download the page that verifies, offline</a>. Give your auditors their own copy, apart from any bundle, and let them take the ledger’s key from you directly: then no later file of yours, and no change to this server, can choose what it is checked by.</p>;
}
