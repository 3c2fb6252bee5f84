export default {title: 'Kettle', url: 'https://kettle.example.org', baseUrl: '/'};
