/** Networks of a machine: which there are, and what a container is to have and has of them. */
package dev.berth.engine.network;
