import { start } from '../start.tsx'
import { App } from './App.tsx'

void start('staff', <App />)
