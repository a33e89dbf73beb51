/** The default look. Colours, corners and type are custom properties; see the guide. One rule a line, written to be small. */
export const style = '.avouch{--b:var(--avouch-surface,Canvas);--t:var(--avouch-text,CanvasText);--a:var(--avouch-accent,var(--t));--l:color-mix(in srgb,var(--t) 16%,var(--b));--r:var(--avouch-radius,14px);all:revert;box-sizing:border-box;position:fixed;margin:0;max-width:calc(100% - 32px);max-height:calc(100% - 32px);border:1px solid var(--l);border-radius:var(--r);padding:20px;background:var(--b);color:var(--t);color-scheme:var(--avouch-scheme,light dark);font:var(--avouch-font,15px/1.5 system-ui,sans-serif);overflow:auto;box-shadow:0 4px 32px #0003}'
  + '.avouch *{all:revert;box-sizing:border-box;font:inherit;color:inherit;margin:0}'
  + '.avouch h2{font-size:18px;font-weight:600}'
  + '.avouch p{margin:4px 0 8px}'
  + '.avouch button,.avouch summary,.avouch label,.avouch a{min-height:44px;cursor:pointer}'
  + '.avouch button{padding:8px 12px;border:0;border-radius:calc(var(--r)*.6);background:var(--a);color:var(--avouch-on-accent,var(--b));font-weight:600}'
  + '.avouch button:hover{opacity:.85}'
  + '.avouch .avouch-quiet,.avouch a{display:inline-block;padding:11px 0;background:0 0;color:inherit;font-weight:400;text-decoration:underline}'
  + '.avouch :focus-visible{outline:3px solid var(--a);outline-offset:2px}'
  + '.avouch small,.avouch p+p{font-size:13px;opacity:.75}'
  + '.avouch-row{display:grid;grid-template-columns:1fr 1fr;gap:8px;padding:8px 0;text-align:center}'
  + '.avouch-row>:last-child:nth-child(odd){grid-column:1/3}'
  + '.avouch header,.avouch label{display:flex;justify-content:space-between;align-items:center;gap:16px;font-weight:600}'
  + '.avouch li label{font-weight:400}'
  + '.avouch-banner,.avouch-back{inset:auto 16px 16px;inset-inline-end:auto;z-index:2147483647;padding-bottom:8px}'
  + '.avouch-banner{width:432px}'
  + '.avouch-back{min-height:44px;padding:0 16px;border-radius:99px;font-size:13px;cursor:pointer}'
  + 'dialog.avouch{inset:0;margin:auto;padding-bottom:0;width:576px}'
  + 'dialog.avouch::backdrop{background:#0008}'
  + '.avouch header .avouch-quiet{width:44px;font-size:24px;text-decoration:none}'
  + '.avouch section,.avouch footer{border-top:1px solid var(--l);padding:12px 0}'
  + '.avouch ul{padding:0;list-style:none}'
  + '.avouch summary{align-content:center}'
  + '.avouch input{flex:none;width:24px;height:24px;accent-color:var(--a)}'
  + '.avouch footer{position:sticky;bottom:0;background:var(--b)}'
  + '.avouch-said{position:fixed;clip-path:inset(50%)}'
  + '.avouch[hidden]{display:none}'
  + 'html:has(.avouch-banner){scroll-padding-bottom:256px}';

/** The look of what stands in place of a blocked frame. */
export const placeStyle = `.avouch-place{overflow:hidden;max-width:100%}
.avouch-held{position:static;display:grid;place-content:center;justify-items:center;gap:12px;padding:16px;max-width:100%;max-height:none;min-height:inherit;text-align:center;box-shadow:none}
[data-consent][hidden]{display:none!important}`;
