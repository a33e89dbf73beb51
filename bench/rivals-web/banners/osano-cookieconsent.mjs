// It knows no categories and holds no scripts back: the page has to do both in its callbacks.
import 'cookieconsent/build/cookieconsent.min.css';
import 'cookieconsent/build/cookieconsent.min.js';

window.cookieconsent.initialise({ type: 'opt-in', palette: { popup: { background: '#fff', text: '#000' }, button: { background: '#000' } }, revokable: true });
