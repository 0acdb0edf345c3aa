package dev.berth.lab.account;

/**
 * Somebody who has joined the class.
 *
 * @param id   short, random, of letters and digits; part of names of machines
 * @param name as they want to be called
 */
public record Student(String id, String name) {
}
