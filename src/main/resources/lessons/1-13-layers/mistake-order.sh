# The order of lines: none, as before, without the installation, a program lent, another version, not made anew.
recipe() { printf '%s\n' "$@" >Dockerfile; }
install='RUN echo installing; sleep 5; echo ready > /tools'
mkdir -p ~/order
cd ~/order
echo 'echo version 2' >program

expect order not-yet "there is no image"
recipe 'FROM busybox' 'COPY program /program' "$install" 'CMD ["sh", "/program"]'
docker build -t "$BERTH_STUDENT_TOOL" .
expect order not-yet "before the installation"
recipe 'FROM busybox' 'COPY program /program' 'CMD ["sh", "/program"]'
docker build -t "$BERTH_STUDENT_TOOL" .
expect order not-yet "the better recipe"
recipe 'FROM busybox' "$install" 'COPY program /program' 'CMD ["sh", "/program"]'
docker build -t "$BERTH_STUDENT_TOOL" .
expect order not-yet "no container"
docker run --name "$BERTH_STUDENT_RUNNER" "$BERTH_STUDENT_TOOL"
expect order not-yet "said \`version 2\`"
echo "echo version $BERTH_STUDENT_VERSION" >program
docker rm "$BERTH_STUDENT_RUNNER"
docker run --name "$BERTH_STUDENT_RUNNER" -v ~/order/program:/program "$BERTH_STUDENT_TOOL"
expect order not-yet "a file or a folder of your machine"
docker rm "$BERTH_STUDENT_RUNNER"
docker run --name "$BERTH_STUDENT_RUNNER" "$BERTH_STUDENT_TOOL"
docker build -t "$BERTH_STUDENT_TOOL" .
expect order not-yet "from an older image"
