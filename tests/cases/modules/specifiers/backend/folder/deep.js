import { shared } from 'public/shared';
import { plain } from '../plain';

export const deep = `deep ${shared} ${plain}`;
