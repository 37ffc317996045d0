package scenario
import ("testing";"strings";"time";"fmt";"os")
func TestTmp(t *testing.T){
 small:=string(must(os.ReadFile("testdata/small.yaml")))
 n:=1<<20
 reg:=""; for i:=0;i<30000;i++{ reg+=fmt.Sprintf("        - {region: r%d, zones: 3, fleet: 1}\n",i)}
 pl:=""; for i:=0;i<30000;i++{ pl+=fmt.Sprintf("    - {place: p%d, rtt: {}}\n",i)}
 bad:=""; for i:=0;i<50000;i++{ bad+=fmt.Sprintf("    - {between: [aws/x%d, gcp/y], rtt: 70ms}\n",i)}
 for name,c:=range map[string]string{
  "seq":strings.Repeat("- ",n),"flow":strings.Repeat("[",n),"key":strings.Repeat("? ",n),"anchors":strings.Repeat("&a ",n),"tags":strings.Repeat("!!a ",n),"pairs":strings.Repeat("{a: ",n),
  "comments":strings.Repeat("#\n",n),"colon":strings.Repeat(":",n),"nl":"a: \""+strings.Repeat("\n",n)+"\"","spaces":strings.Repeat(" ",n)+"a: 1","keys":strings.Repeat("a: 1\n",n/2),"docs":strings.Repeat("---\n",n),
  "regions":strings.Replace(small,"        - {region: west, zones: 2, fleet: 100}\n",reg,1),
  "places": strings.Replace(strings.Replace(small,"        - {region: west, zones: 2, fleet: 100}\n",reg,1),"  distances:\n",pl+"  distances:\n",1),
  "bad": strings.Replace(small,"  distances:\n","  distances:\n"+bad,1),
  "badreg": strings.Replace(strings.Replace(small,"        - {region: west, zones: 2, fleet: 100}\n",reg[:40000],1),"  distances:\n","  distances:\n"+bad,1),
 }{
  s:=time.Now(); _,err:=Read("x",[]byte(c),stubs); d:=time.Since(s); e:=err.Error()
  fmt.Printf("%-10s %8v %d %.150q\n",name,d.Round(time.Millisecond),len(e),e)
 }
}
