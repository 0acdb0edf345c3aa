/** Files of containers, which are hostile: read and written below their root only, whatever links say and whoever changes them meanwhile. */
package dev.berth.engine.file;
