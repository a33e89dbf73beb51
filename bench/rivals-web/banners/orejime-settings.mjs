window.orejimeConfig = {
  privacyPolicyUrl: '/privacy',
  purposes: ['necessary', 'statistics', 'marketing', 'media'].map((id) => ({ id, title: id, cookies: [], isMandatory: id === 'necessary' })),
};
