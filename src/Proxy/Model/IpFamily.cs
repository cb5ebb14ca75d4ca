namespace Kybernet.Proxy.Model;

/// <summary>The two kinds of address. Rules of one never touch packets of the other.</summary>
public enum IpFamily
{
    V4,
    V6,
}
