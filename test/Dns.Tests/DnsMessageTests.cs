using System.Net;
using Kybernet.Dns.Messages;

namespace Kybernet.Dns.Tests;

public sealed class DnsMessageTests
{
    [Fact]
    public void Read_HostileBytes_NeverThrows()
    {
        var random = new Random(1);
        var seed = DnsQuery.For(new("a.very.long.name.in.the.cluster.local", DnsType.A, 1)).Bytes.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = seed.ToArray();
            for (var j = random.Next(1, 6); j > 0; j--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            DnsQuery.Read(bytes.AsMemory(0, random.Next(bytes.Length + 1)), out _);
        }
    }

    [Fact]
    public void Read_PointerToItself_IsAFormatError()
    {
        byte[] message = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1];

        Assert.Null(DnsQuery.Read(message, out var code));
        Assert.Equal(DnsCode.FormatError, code);
    }

    [Fact]
    public void Write_MoreThanFits_SaysSoAndStaysWithin()
    {
        var query = DnsQuery.For(new("web.default.svc.cluster.local", DnsType.A, 1));
        var answer = new DnsAnswer(DnsCode.NoError)
        {
            Answers = [.. Enumerable.Range(0, 100).Select(i => new AddressRecord("web.default.svc.cluster.local", new([10, 0, 0, (byte)i]), 30))],
        };

        var bytes = DnsWriter.Write(query, answer, query.UdpSize);

        Assert.InRange(bytes.Length, 400, 512);
        Assert.Equal(2, bytes[2] & 2);
        Assert.Equal((bytes.Length - query.Bytes.Length) / 16, bytes[7]);
    }

    [Fact]
    public void Write_RepeatedNames_ArePointers()
    {
        var query = DnsQuery.For(new("web.default.svc.cluster.local", DnsType.A, 1));

        var record = new AddressRecord("web.default.svc.cluster.local", IPAddress.Loopback, 30);
        var bytes = DnsWriter.Write(query, new(DnsCode.NoError) { Answers = [record] }, 512);

        Assert.Equal(query.Bytes.Length + 16, bytes.Length);
    }
}
