/**
 * Machines: their places on the host, their disks, and what a container is on each level. A machine and all that is in it share one serial queue, and
 * nothing is shared between machines.
 */
package dev.berth.engine.machine;
