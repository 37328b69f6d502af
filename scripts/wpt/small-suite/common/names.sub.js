globalThis.places = {
  elsewhere: 'http://{{hosts[alt][www]}}:{{ports[http][1]}}',
  nowhere: 'http://nonexistent.{{host}}:{{ports[http][0]}}',
  here: '{{location[server]}}',
}
