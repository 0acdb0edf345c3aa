/**
 * Deciding whether a task is done, from what the machine's Docker says. Pure: the same facts give the same verdict, nothing is asked for beyond
 * {@link dev.berth.lab.check.MachineSnapshot}, and every byte of it is taken for hostile.
 */
package dev.berth.lab.check;
