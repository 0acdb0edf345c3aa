/**
 * Containers: their states, names, programs and execs. The same rules hold on both levels of the API; what differs between a program in a machine and a
 * whole machine is behind {@link dev.berth.engine.container.ContainerKind}. Everything about one container is done on its own serial queue.
 */
package dev.berth.engine.container;
