/** {@code /containers/…}, {@code /exec/…}, {@code /commit}: requests and answers about containers. */
package dev.berth.daemon.docker.container;
