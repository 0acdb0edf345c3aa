/** What a Dockerfile says: its lines, instructions, words and variables, and the lines that change a configuration. Pure: no files, no images. */
package dev.berth.engine.dockerfile;
