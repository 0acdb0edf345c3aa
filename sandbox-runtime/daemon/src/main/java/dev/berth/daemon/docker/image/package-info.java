/** {@code /images/…}: requests and answers about images. */
package dev.berth.daemon.docker.image;
