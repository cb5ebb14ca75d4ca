using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kybernet.Kubelet.Containerd;

/// <summary>
/// The first process of every sandbox: holds the namespaces, reaps orphans, ends when told. A static ELF program without a library, so small that it
/// is written here as machine code.
/// </summary>
/// <remarks>
/// Its steps: block SIGINT, SIGTERM and SIGCHLD (a blocked signal reaches even the first process of a PID namespace, which has no default actions);
/// wait for one of them; at SIGCHLD collect every child that has ended and wait again; at the others exit with 0.
/// </remarks>
internal static class PauseProgram
{
    private const ulong LoadAddress = 0x400000;
    private const int HeadersLength = 64 + 56;

    // The set of signals: bit n - 1 for signal n.
    // SIGINT 2, SIGTERM 15, SIGCHLD 17: 0x2 | 0x4000 | 0x10000.
    private static ReadOnlySpan<byte> X64 =>
    [
        0x48, 0x83, 0xEC, 0x10, //                         sub  rsp, 16
        0x48, 0xC7, 0x04, 0x24, 0x02, 0x40, 0x01, 0x00, // mov  qword [rsp], 0x14002
        0x31, 0xFF, //                                     xor  edi, edi            SIG_BLOCK
        0x48, 0x89, 0xE6, //                               mov  rsi, rsp
        0x31, 0xD2, //                                     xor  edx, edx
        0x41, 0xBA, 0x08, 0x00, 0x00, 0x00, //             mov  r10d, 8
        0xB8, 0x0E, 0x00, 0x00, 0x00, //                   mov  eax, 14             rt_sigprocmask
        0x0F, 0x05, //                                     syscall
        0x48, 0x89, 0xE7, //                         wait: mov  rdi, rsp
        0x31, 0xF6, //                                     xor  esi, esi
        0x31, 0xD2, //                                     xor  edx, edx
        0x41, 0xBA, 0x08, 0x00, 0x00, 0x00, //             mov  r10d, 8
        0xB8, 0x80, 0x00, 0x00, 0x00, //                   mov  eax, 128            rt_sigtimedwait
        0x0F, 0x05, //                                     syscall
        0x83, 0xF8, 0x11, //                               cmp  eax, 17             SIGCHLD
        0x75, 0x1E, //                                     jne  told
        0x48, 0xC7, 0xC7, 0xFF, 0xFF, 0xFF, 0xFF, // reap: mov  rdi, -1
        0x31, 0xF6, //                                     xor  esi, esi
        0xBA, 0x01, 0x00, 0x00, 0x00, //                   mov  edx, 1              WNOHANG
        0x45, 0x31, 0xD2, //                               xor  r10d, r10d
        0xB8, 0x3D, 0x00, 0x00, 0x00, //                   mov  eax, 61             wait4
        0x0F, 0x05, //                                     syscall
        0x85, 0xC0, //                                     test eax, eax
        0x7F, 0xE4, //                                     jg   reap
        0xEB, 0xC9, //                                     jmp  wait
        0x85, 0xC0, //                               told: test eax, eax            an error, when interrupted
        0x78, 0xC5, //                                     js   wait
        0x31, 0xFF, //                                     xor  edi, edi
        0xB8, 0xE7, 0x00, 0x00, 0x00, //                   mov  eax, 231            exit_group
        0x0F, 0x05, //                                     syscall
    ];

    private static ReadOnlySpan<uint> Arm64 =>
    [
        0xD10043FF, //       sub  sp, sp, #16
        0xD2880040, //       movz x0, #0x4002
        0xF2A00020, //       movk x0, #1, lsl #16
        0xF90003E0, //       str  x0, [sp]
        0xD2800000, //       mov  x0, #0              SIG_BLOCK
        0x910003E1, //       mov  x1, sp
        0xD2800002, //       mov  x2, #0
        0xD2800103, //       mov  x3, #8
        0xD28010E8, //       mov  x8, #135            rt_sigprocmask
        0xD4000001, //       svc  #0
        0x910003E0, // wait: mov  x0, sp
        0xD2800001, //       mov  x1, #0
        0xD2800002, //       mov  x2, #0
        0xD2800103, //       mov  x3, #8
        0xD2801128, //       mov  x8, #137            rt_sigtimedwait
        0xD4000001, //       svc  #0
        0x7100441F, //       cmp  w0, #17             SIGCHLD
        0x54000141, //       b.ne told
        0x92800000, // reap: mov  x0, #-1
        0xD2800001, //       mov  x1, #0
        0xD2800022, //       mov  x2, #1              WNOHANG
        0xD2800003, //       mov  x3, #0
        0xD2802088, //       mov  x8, #260            wait4
        0xD4000001, //       svc  #0
        0x7100001F, //       cmp  w0, #0
        0x54FFFF2C, //       b.gt reap
        0x17FFFFF0, //       b    wait
        0x37FFFDE0, // told: tbnz w0, #31, wait       an error, when interrupted
        0xD2800000, //       mov  x0, #0
        0xD2800BC8, //       mov  x8, #94             exit_group
        0xD4000001, //       svc  #0
    ];

    /// <summary>The program as a file.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no program for the architecture.</exception>
    public static byte[] For(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Elf(62, X64),
        Architecture.Arm64 => Elf(183, LittleEndian(Arm64)),
        _ => throw new PlatformNotSupportedException($"no pause program for {architecture}"),
    };

    /// <summary>One loadable segment, read and execute, that holds the headers and the code.</summary>
    private static byte[] Elf(ushort machine, ReadOnlySpan<byte> code)
    {
        var file = new byte[HeadersLength + code.Length];
        var header = file.AsSpan();
        // 64-bit, little endian, version 1.
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], machine);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], LoadAddress + HeadersLength);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1);
        var segment = header[64..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 5);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x1000);
        code.CopyTo(header[HeadersLength..]);
        return file;
    }

    private static byte[] LittleEndian(ReadOnlySpan<uint> words)
    {
        var bytes = new byte[words.Length * 4];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), words[i]);
        return bytes;
    }
}
