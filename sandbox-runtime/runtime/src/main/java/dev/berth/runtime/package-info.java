/**
 * Machines and the processes in them. What is wanted is a spec; a pure planner turns it into a launch plan; the launcher carries it out.
 * Knows nothing of images, names, Docker or HTTP: the engine decides all that.
 */
package dev.berth.runtime;
