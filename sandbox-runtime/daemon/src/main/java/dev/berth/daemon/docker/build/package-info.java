/** {@code docker build} on the wire. */
package dev.berth.daemon.docker.build;
