console.info('stands for the web app')
