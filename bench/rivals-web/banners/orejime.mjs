import './orejime-settings.mjs';
import 'orejime/dist/orejime-standard.css';
import 'orejime/dist/orejime-standard-en.js';
