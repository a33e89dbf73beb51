import type { Texts } from '../view/texts.ts';

/** Portuguese. */
export const texts: Texts = {
  language: 'pt',
  title: 'Os seus dados, a sua escolha',
  body: 'Podemos usar cookies e ferramentas semelhantes? Nada começa antes de dizer sim, e pode mudar de ideias a qualquer momento.',
  accept: 'Aceitar tudo',
  refuse: 'Rejeitar tudo',
  choose: 'Escolher',
  save: 'Guardar',
  close: 'Fechar',
  always: 'Sempre ativo',
  companies: 'Empresas',
  session: 'até fechar o navegador',
  notice: 'Aviso de privacidade',
  back: 'Opções de privacidade',
  signal: 'O seu navegador pede aos sites que não o sigam. Tomamos isso como um não. Pode, ainda assim, permitir algo aqui.',
  saved: 'A sua escolha foi guardada.',
  held: 'Este conteúdo vem de {name}. Só é carregado se o permitir.',
  allow: 'Permitir {name}',
  purposes: {
    necessary: ['Necessários', 'Faz o site funcionar: início de sessão, segurança, esta escolha.'],
    preferences: ['Preferências', 'Lembra-se, por exemplo, do idioma e da região.'],
    statistics: ['Estatísticas', 'Mostra-nos como o site é usado.'],
    marketing: ['Publicidade', 'Mostra e mede publicidade.'],
    media: ['Conteúdo externo', 'Mostra vídeos, mapas e publicações de outros sites.'],
  },
};
