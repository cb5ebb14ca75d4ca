namespace Kybernet.Machinery.Values;

public readonly record struct IntOrString { private readonly string? _s; private readonly int _i; private IntOrString(string? s,int i){_s=s;_i=i;}
 public static IntOrString FromString(string s)=>new(s,0); public static IntOrString FromInt32(int i)=>new(null,i); public bool IsString=>_s is not null; public string StrVal=>_s??""; public int IntVal=>_i; }
public readonly record struct Time { private readonly long _s; private Time(long s)=>_s=s; private const long E=62135596800; public bool IsZero=>_s==0; public const int MaxFormattedLength=64;
 public long UnixSeconds=>unchecked(_s-E); public static Time FromUnixSeconds(long s)=>new(unchecked(s+E)); public static string ParseError(string t)=>"parsing time "+t;
 public static bool TryParse(ReadOnlySpan<byte> u,out Time t){ t=default; if(!DateTimeOffset.TryParse(System.Text.Encoding.UTF8.GetString(u),System.Globalization.CultureInfo.InvariantCulture,out var d))return false; t=FromUnixSeconds(d.ToUnixTimeSeconds()); return true;}
 public bool TryFormat(Span<byte> u,out int n){ n=System.Text.Encoding.ASCII.GetBytes(DateTimeOffset.FromUnixTimeSeconds(UnixSeconds).ToString("yyyy-MM-ddTHH:mm:ssZ",System.Globalization.CultureInfo.InvariantCulture),u); return true;} }
public readonly record struct MicroTime { private readonly long _s; private readonly int _m; private MicroTime(long s,int m){_s=s;_m=m;} private const long E=62135596800; public bool IsZero=>_s==0&&_m==0; public const int MaxFormattedLength=64;
 public long UnixSeconds=>unchecked(_s-E); public int Microseconds=>_m; public static MicroTime FromUnix(long s,int m)=>new(unchecked(s+E),m); public static string ParseError(string t)=>"parsing time "+t;
 public static bool TryParse(ReadOnlySpan<byte> u,out MicroTime t){ t=default; if(!DateTimeOffset.TryParse(System.Text.Encoding.UTF8.GetString(u),System.Globalization.CultureInfo.InvariantCulture,out var d))return false; t=FromUnix(d.ToUnixTimeSeconds(),(int)(d.Ticks%10000000/10)); return true;}
 public bool TryFormat(Span<byte> u,out int n){ n=System.Text.Encoding.ASCII.GetBytes(DateTimeOffset.FromUnixTimeSeconds(UnixSeconds).AddTicks(_m*10).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ",System.Globalization.CultureInfo.InvariantCulture),u); return true;} }
