import { parseMediaType } from './media-type.js';
const mostBytes = 64 * 1024;
const mostLevels = 32;
const standardMembers = ['type', 'title', 'status', 'detail', 'instance'];
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);
function isObject(value) {
    return typeof value === 'object' && value !== null;
}
function readText(body) {
    if (body.length > mostBytes)
        return null;
    if (typeof body !== 'string')
        return new TextDecoder().decode(body);
    if (new TextEncoder().encode(body).length > mostBytes)
        return null;
    return body.startsWith('\ufeff') ? body.slice(1) : body;
}
function readJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** Whether arrays and objects are nested deeper than is read; looked up before JSON.parse has to follow them. */
function isTooDeep(json) {
    let level = 0;
    let inString = false;
    for (let at = 0; at < json.length; at += 1) {
        const character = json[at];
        if (inString) {
            if (character === '\\')
                at += 1;
            else if (character === '"')
                inString = false;
        }
        else if (character === '"')
            inString = true;
        else if (character === ']' || character === '}')
            level -= 1;
        else if (character === '[' || character === '{') {
            level += 1;
            if (level > mostLevels)
                return true;
        }
    }
    return false;
}
/** Takes every prototype key out of what JSON.parse made. */
function cleanse(value) {
    if (Array.isArray(value))
        for (const member of value)
            cleanse(member);
    else if (isObject(value)) {
        for (const key of Object.keys(value)) {
            if (prototypeKeys.has(key))
                delete value[key];
            else
                cleanse(value[key]);
        }
    }
}
function textMember(members, name) {
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    return typeof value === 'string' ? value : undefined;
}
// RFC 9110 section 15: a status code is three digits.
function statusMember(members) {
    const value = Object.hasOwn(members, 'status') ? members.status : undefined;
    return typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 999 ? value : undefined;
}
function extensionsOf(members) {
    const extensions = Object.create(null);
    for (const [name, value] of Object.entries(members))
        if (!standardMembers.includes(name))
            extensions[name] = value;
    return extensions;
}
/**
 * Reads the problem details of an answer (RFC 9457): its Content-Type must be `application/problem+json`, its body
 * (UTF-8) a JSON object of at most 64 KiB, nested at most 32 deep. Anything else is null.
 *
 * Standard members of the wrong type count as absent. Members named `__proto__`, `constructor` or `prototype` are
 * dropped at every depth.
 */
export function parseProblem(contentType, body) {
    if (parseMediaType(contentType)?.essence !== 'application/problem+json')
        return null;
    const json = readText(body);
    if (json === null || isTooDeep(json))
        return null;
    const members = readJson(json);
    if (!isObject(members) || Array.isArray(members))
        return null;
    cleanse(members);
    return {
        type: textMember(members, 'type') ?? 'about:blank',
        title: textMember(members, 'title'),
        status: statusMember(members),
        detail: textMember(members, 'detail'),
        instance: textMember(members, 'instance'),
        extensions: extensionsOf(members),
    };
}
