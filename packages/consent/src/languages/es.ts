import type { Texts } from '../view/texts.ts';

/** Spanish. */
export const texts: Texts = {
  language: 'es',
  title: 'Tus datos, tu decisión',
  body: '¿Podemos utilizar cookies y herramientas similares? Nada empieza hasta que digas que sí, y puedes cambiar de opinión en cualquier momento.',
  accept: 'Aceptar todo',
  refuse: 'Rechazar todo',
  choose: 'Elegir',
  save: 'Guardar',
  close: 'Cerrar',
  always: 'Siempre activo',
  companies: 'Empresas',
  session: 'hasta cerrar el navegador',
  notice: 'Aviso de privacidad',
  back: 'Opciones de privacidad',
  signal: 'Tu navegador pide a los sitios que no te sigan. Lo tomamos como un no. Aun así puedes permitir cosas aquí.',
  saved: 'Tu elección está guardada.',
  held: 'Este contenido viene de {name}. Solo se carga si lo permites.',
  allow: 'Permitir {name}',
  purposes: {
    necessary: ['Necesarias', 'Hace funcionar el sitio: acceso, seguridad, esta elección.'],
    preferences: ['Preferencias', 'Recuerda cosas como el idioma y la región.'],
    statistics: ['Estadísticas', 'Nos muestra cómo se usa el sitio.'],
    marketing: ['Publicidad', 'Muestra y mide publicidad.'],
    media: ['Contenido externo', 'Muestra vídeos, mapas y publicaciones de otros sitios.'],
  },
};
