/**
 * Attempts to get out, as Python run by the guest: each has to fail with an exception. `call` makes a system call by its
 * number on x86-64 and on arm64; `libc` is the C library; HOST, PORT, OUTSIDE_PID, SECRET and OTHER are variables.
 */
export const PRELUDE = `
import ctypes,errno,os,platform,resource,signal,socket,sys
libc=ctypes.CDLL(None,use_errno=True)
def check(result):
  if result<0: raise OSError(ctypes.get_errno(),os.strerror(ctypes.get_errno()))
  return result
def call(x86,arm,*args):
  return check(libc.syscall(ctypes.c_long(x86 if platform.machine()=='x86_64' else arm),*[ctypes.c_long(a) if isinstance(a,int) else a for a in args]))
def write(path):
  with open(path,'w') as f: f.write('1')
def connect(host,port):
  socket.create_connection((host,port),1).close()
def child(action):
  pid=os.fork()
  if pid==0:
    try: action()
    except BaseException: os._exit(1)
    os._exit(0)
  if os.waitpid(pid,0)[1]!=0: raise OSError('refused')
`;

export const ESCAPE_ATTEMPTS: Readonly<Record<string, string>> = {
  "mount a file system": "check(libc.mount(b'none',b'/tmp',b'tmpfs',0,None))",
  "make /usr writable": "check(libc.mount(None,b'/usr',None,32|4096,None))",
  "unmount /proc/kcore": "check(libc.umount2(b'/proc/kcore',2))",
  "unmount /proc": "check(libc.umount2(b'/proc',2))",
  open_tree: "call(428,428,-100,b'/',1)",
  fsopen: "call(430,430,b'tmpfs',0)",
  pivot_root: "os.makedirs('/tmp/r',exist_ok=True); call(155,41,b'/tmp/r',b'/tmp/r')",
  chroot: "os.makedirs('/tmp/c',exist_ok=True); child(lambda: os.chroot('/tmp/c'))",
  "unshare a user namespace": "child(lambda: check(libc.unshare(0x10000000)))",
  "unshare mounts": "child(lambda: check(libc.unshare(0x00020000)))",
  "clone into a user namespace": "call(56,220,0x10000000|17,0,0,0,0) or os._exit(0)",
  "clone3 into a user namespace":
    "a=(ctypes.c_uint64*8)(0x10000000,0,0,0,17); call(435,435,ctypes.byref(a),64) or os._exit(0)",
  "enter the namespaces of init": "check(libc.setns(os.open('/proc/1/ns/mnt',os.O_RDONLY),0))",
  "enter one's own namespace": "check(libc.setns(os.open('/proc/self/ns/net',os.O_RDONLY),0))",
  "trace a process": "child(lambda: check(libc.ptrace(0,0,0,0)))",
  "read the memory of init": "open('/proc/1/mem','rb').read(1)",
  "read the environment of init": "print(open('/proc/1/environ').read() or (_ for _ in ()).throw(OSError()))",
  "list the files of init": "os.listdir('/proc/1/fd')",
  "go through the root of init": "os.listdir('/proc/1/root/')",
  "kill init": "os.kill(1,signal.SIGTERM) or os.kill(1,signal.SIGKILL) or (_ for _ in ()).throw(OSError('it lives'))",
  "signal the server": "os.kill(int(os.environ['OUTSIDE_PID']),0)",
  "see the server": "os.stat('/proc/'+os.environ['OUTSIDE_PID']+'/exe')",
  "write /proc/sys": "write('/proc/sys/kernel/hostname')",
  "write a sysctl of the network": "write('/proc/sys/net/ipv4/ip_forward')",
  "press SysRq": "write('/proc/sysrq-trigger')",
  "read kernel memory": "open('/proc/kcore','rb').read(1) or (_ for _ in ()).throw(OSError('empty'))",
  "read kernel symbols": "open('/proc/kallsyms').read(1) or (_ for _ in ()).throw(OSError('empty'))",
  "read the kernel log": "check(libc.klogctl(3,ctypes.create_string_buffer(99),99))",
  "make a device": "os.mknod('/tmp/disk',0o600|0o060000,os.makedev(7,0))",
  "open a disk": "os.open('/dev/vda',os.O_RDONLY)",
  "open loop control": "os.open('/dev/loop-control',os.O_RDWR)",
  "open a tunnel device": "os.open('/dev/net/tun',os.O_RDWR)",
  "open a terminal": "os.open('/dev/tty',os.O_RDWR)",
  "read /root": "os.listdir('/root')",
  "read /home": "os.listdir('/home')",
  "read /etc/shadow": "open('/etc/shadow').read()",
  "read /sys": "os.listdir('/sys/fs')",
  "reach the control groups": "os.listdir('/sys/fs/cgroup')",
  "read the data folder": "open(os.environ['SECRET']).read()",
  "read another sandbox's /tmp": "open('/tmp/secret').read()",
  "write its own code": "open('/var/task/file','w')",
  "write /usr": "open('/usr/file','w')",
  "write /": "open('/file','w')",
  "write /etc": "open('/etc/passwd','a')",
  "write /dev": "open('/dev/file','w')",
  "write /var": "open('/var/file','w')",
  "make code writable": "os.chmod('/var/task',0o777)",
  "connect to the host's loopback": "connect('127.0.0.1',int(os.environ['PORT']))",
  "connect to the host's IPv6 loopback": "connect('::1',int(os.environ['PORT']))",
  "connect to the host's address": "connect(os.environ['HOST'],int(os.environ['PORT']))",
  "connect to the gateway":
    "connect('.'.join(str(int(open('/proc/net/route').readlines()[1].split()[2],16)>>s&255) for s in (0,8,16,24)),int(os.environ['PORT']))",
  "connect to the metadata service": "connect('169.254.169.254',80)",
  "open a raw socket": "socket.socket(socket.AF_INET,socket.SOCK_RAW,1)",
  "open a packet socket": "socket.socket(17,socket.SOCK_RAW,0)",
  "open a socket to the hypervisor": "socket.socket(40,socket.SOCK_STREAM,0)",
  "open a socket to the kernel's cryptography": "socket.socket(38,socket.SOCK_SEQPACKET,0)",
  "open a socket to netfilter": "socket.socket(16,socket.SOCK_RAW,12)",
  "raise the limit on open files": "resource.setrlimit(resource.RLIMIT_NOFILE,(9999,9999))",
  "raise the limit on processes": "resource.setrlimit(resource.RLIMIT_NPROC,(99999,99999))",
  "raise its priority": "os.setpriority(os.PRIO_PROCESS,0,-10)",
  "become root": "child(lambda: os.setuid(0))",
  "become root by a setuid program":
    "os.execv('/usr/bin/su',['su','-c','true']) if os.fork()==0 else (_ for _ in ()).throw(OSError('refused')) if os.wait()[1]!=0 else None",
  "make a setuid program work":
    "open('/tmp/x','w').close(); os.chmod('/tmp/x',0o4777); (os.statvfs('/tmp').f_flag&2) and (_ for _ in ()).throw(OSError('nosuid'))",
  "load a module": "call(313,273,0,b'',0)",
  "use the keyring": "call(250,219,0,-3,1)",
  "use bpf": "call(321,280,0,0,0)",
  "use io_uring": "call(425,425,8,ctypes.create_string_buffer(256))",
  "use userfaultfd": "call(323,282,0)",
  "use perf": "call(298,241,ctypes.create_string_buffer(128),0,-1,-1,0)",
  "set the clock": "call(227,112,0,ctypes.byref((ctypes.c_long*2)(1,1)))",
  "set the host name": "socket.sethostname('x')",
  reboot: "call(169,142,0xfee1dead,672274793,0)",
  "open a file by handle": "call(304,265,-100,ctypes.create_string_buffer(64),0)",
  "protect itself from the OOM killer": "os.write(os.open('/proc/self/oom_score_adj',os.O_WRONLY),b'-1000')",
};
