/** {@code /volumes/…}: requests and answers about volumes. */
package dev.berth.daemon.docker.volume;
