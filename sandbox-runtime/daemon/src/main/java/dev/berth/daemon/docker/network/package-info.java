/** {@code /networks/…}: requests and answers about networks. */
package dev.berth.daemon.docker.network;
