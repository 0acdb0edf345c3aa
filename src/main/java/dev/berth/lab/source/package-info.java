/** Reading what authors write, with errors that name file and line. */
package dev.berth.lab.source;
