/** Docker over unix sockets, and the machines that students work on: of our engine, or this computer. */
package dev.berth.lab.machine;
