import { SEND } from '../action.js';
import { stop } from './stop.js';
/** After every wait and hop the facts are looked at anew before anything is sent. */
export function look(exchange, nowMs) {
    if (nowMs >= exchange.endMs)
        return stop('deadline', 'deadline', null);
    return SEND;
}
