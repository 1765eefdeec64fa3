/** The trading page. */
import '../ui/theme.css'
import { applyTheme } from '../ui/theme.ts'

applyTheme()
