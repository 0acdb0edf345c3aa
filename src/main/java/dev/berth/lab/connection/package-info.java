/** Connections of browsers below HTTP's words: how many there are, whose turn it is to speak, and what they hold in memory. Knows no page and no terminal. */
package dev.berth.lab.connection;
