# start.sh is missing on one machine after the other.
expect again not-yet "\`vm1\` has no file"
mkdir -p ~/homework
echo 'docker ps' >~/homework/start.sh
expect again not-yet "\`vm2\` has no file"
on vm2 "mkdir -p ~/homework; echo 'docker ps' >~/homework/start.sh"
expect again not-yet "\`vm3\` has no file"
on vm3 "mkdir -p ~/homework; echo 'ls' >~/homework/start.sh"
expect again not-yet "docker"
on vm3 "echo 'docker ps' >~/homework/start.sh"
passed again
