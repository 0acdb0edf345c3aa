/** What is about all resources: {@code /info}, {@code /version}, {@code /events}, {@code /system/df}, and what Docker has and this engine has not. */
package dev.berth.daemon.docker.system;
